/** What the cases of a rule's tests show of it. */
export interface Example {
  /** Rows that the rule speaks about. */
  readonly fires: string;
  /** What it says of them. */
  readonly says: string;
  /** Rows much like them that it has nothing to say about. */
  readonly near: string;
}
