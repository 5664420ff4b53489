import type { AnyLife, Fate } from './life.ts'

const cell = (fate: Fate<string>): string => {
  if ('to' in fate) return `→ **${fate.to}**`
  if ('stays' in fate) return 'done'
  if ('same' in fate) return '·'
  if ('refuse' in fate) return `refused \`${fate.refuse}\``
  return `flagged \`${fate.flag}\``
}

/**
 * A life as Markdown: a Mermaid diagram of the changes of state, and the whole table. `·`: nothing changes, and the
 * answer is the same as before; "done": it happens and the state stays.
 */
export function drawLife(name: string, life: AnyLife): string {
  const states = Object.entries(life)
  const [first, table] = states[0] ?? ['', {}]
  const events = Object.keys(table)
  const arrows = states.flatMap(([from, fates]) => {
    const byTarget = new Map<string, string[]>()
    for (const [event, fate] of Object.entries(fates)) {
      if ('to' in fate) byTarget.set(fate.to, [...(byTarget.get(fate.to) ?? []), event])
    }
    return [...byTarget].map(([to, why]) => `  ${from} --> ${to}: ${why.join(', ')}`)
  })
  const rows = states.map(([state, fates]) => `| **${state}** | ${Object.values(fates).map(cell).join(' | ')} |`)
  return [
    `## ${name}`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    `  [*] --> ${first}`,
    ...arrows,
    '```',
    '',
    `| | ${events.join(' | ')} |`,
    `| --- |${' --- |'.repeat(events.length)}`,
    ...rows,
    '',
  ].join('\n')
}
