import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** Answers the person has put aside: ids of refused requests and cancelled bookings. Forgotten at sign-out. */
export const useHidden = create<{ readonly ids: readonly string[] }>()(
  persist((): { ids: readonly string[] } => ({ ids: [] }), { name: 'wayfare-answers-put-aside', version: 1 }),
)

const most = 50

export function hide(id: string): void {
  useHidden.setState({ ids: [id, ...useHidden.getState().ids.filter((other) => other !== id)].slice(0, most) })
}

export function forgetHidden(): void {
  useHidden.persist.clearStorage()
  useHidden.setState({ ids: [] })
  useHidden.persist.clearStorage()
}
