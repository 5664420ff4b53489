import type { PlanOptions } from './plan.ts'

/** How to run this very history again. */
export function replayLine(seed: string, { steps, without = [], withoutSteps = [] }: PlanOptions): string {
  const flags = [
    `--seeds 1 --seed ${seed}`,
    steps !== undefined && `--steps ${steps}`,
    without.length > 0 && `--without ${without.join()}`,
    withoutSteps.length > 0 && `--without-steps ${withoutSteps.join()}`,
  ]
  return `npm run simulate -- ${flags.filter(Boolean).join(' ')} --verbose`
}
