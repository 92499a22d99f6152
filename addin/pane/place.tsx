/** Where a change is: its row, its column, and a way to go there. */
import type { ReactNode } from 'react';
import type { Place } from '../../shared/sync/preview.ts';
import type { Actions } from './actions.ts';

/** A row's name, the column's where there is one, and where it stands. */
export function PlaceLine({ place, heading }: { readonly place: Place; readonly heading: string | null }) {
  return (
    <span className="place">
      <b>{nameOf(place)}</b>
      {heading !== null && ` · ${heading}`} · {place.tabTitle}
      {place.row !== null && `, row ${place.row}`}
    </span>
  );
}

/** What a row is called: its ref, or else where it stands. */
export function nameOf({ ref, row }: Place): string {
  return ref ?? (row === null ? 'Row without a ref' : `Row ${row}`);
}

interface GoProps {
  readonly place: Place;
  readonly actions: Pick<Actions, 'goToRow'>;
  readonly children: ReactNode;
}

/** What it holds, as a button that selects the row where the sheet shows it. */
export function Go({ place: { sheet, row }, actions, children }: GoProps) {
  if (sheet === null || row === null) {
    return (
      <span className="go still">
        <span className="body">{children}</span>
      </span>
    );
  }
  return (
    <button type="button" className="go" onClick={() => actions.goToRow(sheet, row)}>
      <span className="body">{children}</span>
    </button>
  );
}
