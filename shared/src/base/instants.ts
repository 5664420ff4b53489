declare const tag: unique symbol
/** A number or text that must not be mixed with others of its kind. */
export type Tagged<T, Name extends string> = T & { readonly [tag]?: Name }

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = Tagged<number, 'Instant'>
/** A calendar day as whole days since 1970-01-01: a service date, or a local date. */
export type Day = Tagged<number, 'Day'>
/** Seconds since noon minus 12 h of the service date, in the agency's zone. May pass 86 400. */
export type ServiceTime = Tagged<number, 'ServiceTime'>
