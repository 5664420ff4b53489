import { create } from 'zustand'

interface Toast {
  id: number
  text: string
}

export const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }))

let last = 0

/** Says a success or a fact for a moment. Warnings and errors stay on the page instead. */
export function toast(text: string): void {
  last += 1
  const next = { id: last, text }
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-1), next] }))
}

export const dismissToast = (id: number): void =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((t) => t.id !== id) }))
