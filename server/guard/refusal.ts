/** What the guard throws inside itself when a rule of SPEC.md is broken; `judge` makes a verdict of it. */
export class Refusal extends Error {
  /** Id of the rule, `GU7`. */
  readonly rule: string

  constructor(rule: string, reason: string) {
    super(reason)
    this.rule = rule
  }
}

/**
 * Ends the judging of an update. Each call is one defence: tests switch them off one by one (`npm run mutants`).
 * @param rule id in SPEC.md; @param reason for people, without words of the text. @throws Refusal
 */
export function refuse(rule: string, reason: string): never {
  throw new Refusal(rule, reason)
}
