/** Light, dark or high contrast, as Office and the system have it. */
import { type Theme, teamsHighContrastTheme, webDarkTheme, webLightTheme } from '@fluentui/react-components';

/** The theme for now. `officeIsDark` is what Office says; null: it does not say, and the system counts. */
export function themeNow(media: (query: string) => boolean, officeIsDark: boolean | null): Theme {
  if (media('(forced-colors: active)')) return teamsHighContrastTheme;
  return (officeIsDark ?? media('(prefers-color-scheme: dark)')) ? webDarkTheme : webLightTheme;
}

/** What a change of theme can come from. */
export const THEME_QUERIES = ['(forced-colors: active)', '(prefers-color-scheme: dark)'];
