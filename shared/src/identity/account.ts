import { z } from 'zod'
import { accountId, feedId } from '../base/ids.ts'
import { roles } from './roles.ts'

/** bcrypt cuts a password after 72 bytes in silence, so a longer one is refused instead. */
export const passwordBytes = 72
export const passwordLength = 8

const controls = /[\u0000-\u001f\u007f]/

const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !controls.test(text), 'must be one line of text')

/** Compared in lower case; kept as typed. */
export const email = z.string().trim().max(254).pipe(z.email('is not an email address'))
export const personName = oneLine(80)
export const phone = z
  .string()
  .trim()
  .regex(/^\+?[0-9 ()-]{5,24}$/, 'is not a telephone number')

/** A new password: at least 8 characters, at most 72 bytes of UTF-8. Breached ones are the server's to refuse. */
export const newPassword = z
  .string()
  .min(passwordLength, `needs at least ${passwordLength} characters`)
  .refine((text) => new TextEncoder().encode(text).length <= passwordBytes, `is longer than ${passwordBytes} bytes`)
  .refine((text) => !text.includes('\u0000'), 'contains a character that cannot be typed')

export const registerBody = z.strictObject({ email, password: newPassword, name: personName, phone: phone.optional() })
export type RegisterBody = z.infer<typeof registerBody>

export const signInBody = z.strictObject({
  email: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(1000),
})
export type SignInBody = z.infer<typeof signInBody>

/** `phone: null` takes the number away. */
export const profileChange = z.strictObject({ name: personName.optional(), phone: phone.nullable().optional() })
export type ProfileChange = z.infer<typeof profileChange>

export const membership = z.object({ agency: feedId, role: z.enum(roles) })

export const person = z.object({
  id: accountId,
  email: z.string(),
  name: z.string(),
  phone: z.string().optional(),
  roles: z.array(z.enum(roles)),
  memberships: z.array(membership),
})
export type Person = z.infer<typeof person>

/** Where a session begins or goes on. The access token is kept in memory only; the refresh token is a cookie. */
export const sessionAnswer = z.object({
  accessToken: z.string(),
  /** When the access token ends, ms since 1970 (server's clock). */
  expiresAt: z.number().int(),
  account: person,
})
