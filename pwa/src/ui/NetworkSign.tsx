import { CloudOff } from 'lucide-react'
import { useShell } from './shell.ts'
import './network-sign.css'

/** The network word, once on each screen. `pill` in the head, `plain` at the end of a line about age. */
export function NetworkSign({ look = 'pill' }: { look?: 'pill' | 'plain' }) {
  const { network } = useShell()
  if (!network) return null
  return (
    <button type="button" className={`network-sign network-sign-${look}`} onClick={network.press}>
      <CloudOff size={18} aria-hidden="true" />
      <span>{network.word}</span>
    </button>
  )
}
