import { words } from '../words/words.ts'
import type { CredentialField, FieldErrors } from './credentials.ts'

/** As `session.ts` answers: an RFC 9457 problem; status 0 when no server was reached. */
export interface AnsweredProblem {
  status: number
  code: string
  title: string
  detail: string
  issues?: { path: string; message: string }[]
}

const fields: readonly CredentialField[] = ['email', 'password', 'name', 'phone']

/** Puts a server's problem where the person can act on it: at its field, else in one sentence above the form. */
export function problemText(problem: AnsweredProblem): { fields: FieldErrors; summary: string | null } {
  const { errors } = words.session
  if (problem.code === 'guessable-password') return { fields: { password: errors.guessable }, summary: null }
  const at: FieldErrors = {}
  for (const issue of problem.issues ?? []) {
    const field = fields.find((name) => issue.path.split(/[./]/).includes(name))
    if (field) at[field] ??= fieldText(field, issue.message)
  }
  if (Object.keys(at).length > 0) return { fields: at, summary: null }
  switch (problem.code) {
    case 'email-taken':
      return { fields: { email: errors.emailTaken }, summary: null }
    case 'wrong-credentials':
      return { fields: {}, summary: errors.wrong }
  }
  if (problem.status === 0) return { fields: {}, summary: errors.network }
  if (problem.status === 401) return { fields: {}, summary: errors.wrong }
  if (problem.status === 409) return { fields: { email: errors.emailTaken }, summary: null }
  if (problem.status === 429) return { fields: {}, summary: errors.tooMany }
  return { fields: {}, summary: problem.status >= 500 ? errors.server : problem.detail || problem.title }
}

/** Our own sentence for a field; the server's words only where we have none. */
function fieldText(field: CredentialField, message: string): string {
  const { errors } = words.session
  switch (field) {
    case 'email':
      return /taken|exists/i.test(message) ? errors.emailTaken : errors.emailShape
    case 'password':
      return /72/.test(message) ? errors.passwordLong : errors.passwordShort
    case 'name':
      return /80|long/i.test(message) ? errors.nameLong : errors.nameMissing
    case 'phone':
      return errors.phoneShape
  }
}
