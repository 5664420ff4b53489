import { expect, test } from 'vitest'
import { decideBoarding } from './board.ts'
import { parseTicket } from './codec.ts'
import type { Evidence, Presented } from './evidence.ts'
import { checkSignature } from './signature.ts'
import vectors from './vectors.json' with { type: 'json' }

/** What somebody else's reader would do: text in, verdict out. */
async function present(text: string): Promise<Presented> {
  const ticket = parseTicket(text)
  if (ticket === undefined) return { kind: 'nothing' }
  return { kind: 'code', claims: ticket.claims, signature: await checkSignature(ticket, vectors.keys) }
}

test.each(vectors.vectors)('[TK5] [TK6] [TK10] $name', async (vector) => {
  const presented = await present(vector.text)
  const evidence = { ...vectors.evidence, ...vector.evidence } as Evidence
  const boarding = decideBoarding(presented, evidence)
  expect(presented.kind === 'code' ? presented.signature : null).toBe(vector.signature)
  expect(boarding.reasons.map((reason) => reason.verdict)).toEqual(vector.reasons)
  expect(boarding.verdict).toBe(vector.reasons[0])
})

test('[TK10] every verdict that a code can have is among the vectors', () => {
  const told = new Set(vectors.vectors.flatMap((vector) => vector.reasons))
  expect(told.size).toBe(20)
  expect(told.has('not-confirmed'), 'a waiting request has no code').toBe(false)
})
