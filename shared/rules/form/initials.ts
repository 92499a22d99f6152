/** Whether a name is initials alone: two capitals (`JS`), or two to three with dots (`J.S.`). */
export function isInitials(name: string): boolean {
  return /^(?:\p{Lu}{2}|(?:\p{Lu}\.\s?){1,2}\p{Lu}\.?)$/u.test(name);
}
