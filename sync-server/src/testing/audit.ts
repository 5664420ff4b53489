import { audit, findingText } from '../audit/audit.ts'
import type { World } from './world.ts'

/** All that the audit finds wrong in a world. */
export async function auditOfWorld({ context }: World): Promise<string[]> {
  const found: string[] = []
  for await (const finding of audit(context.db.read)) found.push(findingText(finding))
  return found
}
