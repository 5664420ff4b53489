import { VisuallyHidden } from './VisuallyHidden.tsx'
import './skeleton.css'

export interface SkeletonProps {
  /** Read aloud once. */
  label: string
  /** How many blocks, each about this high in px. */
  count?: number
  height?: number
}

/** Blocks where cards will be; drawn only after 300 ms, for data on the phone is usually there at once. */
export function Skeleton({ label, count = 3, height = 110 }: SkeletonProps) {
  return (
    <div className="skeleton" role="status">
      <VisuallyHidden>{label}</VisuallyHidden>
      {Array.from({ length: count }, (_, i) => (
        <div key={i} className="skeleton-block" style={{ blockSize: height }} aria-hidden="true" />
      ))}
    </div>
  )
}
