/** Something in manifest.xml that Excel would refuse, or take and then misbehave. */
export interface ManifestProblem {
  readonly line: number;
  /** What is wrong and what would be right. */
  readonly message: string;
}
