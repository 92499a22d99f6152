/** A view with nothing in it: why, and what to do next. */
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** A title and a sentence in the middle of the view. */
export function Empty({ title, children }: Props) {
  return (
    <div className="empty">
      <p>{title}</p>
      <p className="quiet">{children}</p>
    </div>
  );
}
