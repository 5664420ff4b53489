import type { ReactNode } from 'react'
import './data-age.css'

/** A quiet line with a sign, for what is not an age: "Works offline", "Seats not known yet". */
export function QuietLine({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="data-age">
      {icon}
      <span>{children}</span>
    </p>
  )
}
