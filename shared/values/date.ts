/** All about dates: canonical days and serials (`day.ts`), dates that were typed as text (`read-date.ts`). */
export * from './day.ts';
export * from './read-date.ts';
