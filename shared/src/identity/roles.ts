/** What a person may be. Everyone with an account is a passenger; staff roles are held for one agency each. */
export const roles = ['passenger', 'conductor', 'operator'] as const
export type Role = (typeof roles)[number]

export interface Membership {
  /** `<feed>:<id in the feed>`. */
  readonly agency: string
  readonly role: Role
}

/** Who asks, as far as permission goes. */
export interface Permitted {
  readonly memberships: readonly Membership[]
}

/** What can be permitted. A verb of the first table concerns one's own things; of the second, those of an agency. */
const ownVerbs = ['booking.book', 'booking.cancel', 'booking.change', 'booking.read', 'profile.change'] as const
const agencyVerbs = [
  'manifest.read',
  'tickets.board',
  'departures.read',
  'departures.change',
  'imports.read',
  'cash.settle',
] as const
export type OwnVerb = (typeof ownVerbs)[number]
export type AgencyVerb = (typeof agencyVerbs)[number]
export type Verb = OwnVerb | AgencyVerb

/** The one table: the server obeys it, the screens hide by it. */
const table: Readonly<Record<Role, readonly Verb[]>> = {
  passenger: ownVerbs,
  conductor: ['manifest.read', 'tickets.board', 'departures.read'],
  operator: ['manifest.read', 'departures.read', 'departures.change', 'imports.read', 'cash.settle'],
}

/** Whether the role includes the verb. For an agency's things also ask `mayFor`. */
export const may = (role: Role, verb: Verb): boolean => table[role].includes(verb)

/** Whether the person may do the verb with the agency's departures. */
export const mayFor = (person: Permitted, verb: AgencyVerb, agency: string): boolean =>
  person.memberships.some((m) => m.agency === agency && may(m.role, verb))

/** All roles of a person: passenger, and those held for any agency, in the order of `roles`. */
export const rolesOf = (memberships: readonly Membership[]): Role[] =>
  roles.filter((role) => role === 'passenger' || memberships.some((m) => m.role === role))
