import { words } from '../words/words.ts'

/** What a person types to sign in or to make an account. */
export interface Credentials {
  email: string
  password: string
  name: string
  phone: string
}
export type CredentialField = keyof Credentials
export type FieldErrors = Partial<Record<CredentialField, string>>

const emailShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
export const phoneShape = /^\+?[0-9 ()-]{5,24}$/
const bytes = (text: string): number => new TextEncoder().encode(text).length

function emailError(email: string): string | undefined {
  if (email.trim() === '') return words.session.errors.emailMissing
  return emailShape.test(email.trim()) ? undefined : words.session.errors.emailShape
}

const said = (errors: Record<string, string | undefined>): FieldErrors =>
  Object.fromEntries(Object.entries(errors).filter(([, text]) => text !== undefined))

/** What keeps a sign-in from being sent. A password's shape is not judged here: old ones may be shorter. */
export const signInErrors = (c: Pick<Credentials, 'email' | 'password'>): FieldErrors =>
  said({
    email: emailError(c.email),
    password: c.password === '' ? words.session.errors.passwordMissing : undefined,
  })

/** What keeps a new account from being made. 72 bytes is where bcrypt stops reading. */
export function registerErrors(c: Credentials): FieldErrors {
  const { errors } = words.session
  return said({
    name: c.name.trim() === '' ? errors.nameMissing : c.name.trim().length > 80 ? errors.nameLong : undefined,
    email: emailError(c.email),
    phone: c.phone.trim() !== '' && !phoneShape.test(c.phone.trim()) ? errors.phoneShape : undefined,
    password:
      [...c.password].length < 8 ? errors.passwordShort : bytes(c.password) > 72 ? errors.passwordLong : undefined,
  })
}
