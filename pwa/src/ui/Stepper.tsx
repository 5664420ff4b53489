import { Minus, Plus } from 'lucide-react'
import { IconButton } from './Button.tsx'
import './stepper.css'

export interface StepperProps {
  label: string
  value: number
  min: number
  max: number
  /** Names of the two buttons: "One person less", "One person more". */
  less: string
  more: string
  onChange: (value: number) => void
}

/** A small number between two buttons. */
export function Stepper({ label, value, min, max, less, more, onChange }: StepperProps) {
  return (
    <div className="stepper" role="group" aria-label={label}>
      <IconButton
        look="round"
        label={less}
        aria-disabled={value <= min}
        onClick={() => onChange(Math.max(min, value - 1))}
      >
        <Minus size={20} aria-hidden="true" />
      </IconButton>
      <p aria-live="polite">
        <span className="stepper-label">{label}</span>
        <span className="stepper-value">{value}</span>
      </p>
      <IconButton
        look="round"
        label={more}
        aria-disabled={value >= max}
        onClick={() => onChange(Math.min(max, value + 1))}
      >
        <Plus size={20} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
