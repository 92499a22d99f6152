/** The rest of a long list, ten screens of it at a time. */
import { Button } from '@fluentui/react-components';

interface Props {
  /** How many of the list are shown, and how many there are. */
  readonly shown: number;
  readonly of: number;
  /** How many a list begins with. */
  readonly page: number;
  readonly show: (shown: number) => void;
}

/** The button that shows more; nothing where all is shown. */
export function More({ shown, of, page, show }: Props) {
  if (of <= shown) return null;
  return (
    <Button className="more" size="small" onClick={() => show(shown + 10 * page)}>
      Show {Math.min(of - shown, 10 * page)} more
    </Button>
  );
}
