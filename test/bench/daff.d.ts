/** As much of daff as the bench calls; it comes without types. */
declare module 'daff' {
  class TableView {
    constructor(rows: unknown[][]);
  }
  class CompareFlags {
    addPrimaryKey(column: string): void;
  }
  /** A three-way merge, made into `local`. */
  class Merger {
    constructor(parent: TableView, local: TableView, remote: TableView, flags: CompareFlags);
    /** How many cells are in conflict. */
    apply(): number;
  }
  const daff: {
    TableView: typeof TableView;
    CompareFlags: typeof CompareFlags;
    Merger: typeof Merger;
  };
  export default daff;
}
