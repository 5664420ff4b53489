/**
 * The id in `/departures/:id/…`, from the raw address: wouter half decodes its own copy, and ids of a feed may hold
 * any character, percent signs included.
 */
export function pathId(): string {
  const raw = location.pathname.split('/')[2] ?? ''
  try {
    return decodeURIComponent(raw)
  } catch {
    return raw
  }
}
