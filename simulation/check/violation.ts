/** An invariant that does not hold: its number, as in docs/rules.md, and what was seen. */
export class Violation extends Error {
  override readonly name = 'Violation'
  readonly rule: string
  readonly what: string
  constructor(rule: string, what: string) {
    super(`${rule}: ${what}`)
    this.rule = rule
    this.what = what
  }
}

export function holds(rule: string, fact: boolean, what: () => string): void {
  if (!fact) throw new Violation(rule, what())
}
