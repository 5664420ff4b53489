import { words } from '../words/words.ts'
import './logo.css'

/** The mark: a line from a ring to a disc, round one corner. */
export function Logo() {
  return (
    <p className="logo">
      <svg viewBox="0 0 32 24" width="32" height="24" aria-hidden="true">
        <path d="M5 16.5V10a5 5 0 0 1 5-5h14" fill="none" stroke="currentColor" strokeWidth="4" />
        <circle cx="5" cy="18.5" r="3.5" fill="none" stroke="currentColor" strokeWidth="3" />
        <circle cx="26.5" cy="5" r="5" fill="currentColor" />
      </svg>
      <span>{words.common.app}</span>
    </p>
  )
}
