import { X } from 'lucide-react'
import { words } from '../words/words.ts'
import { IconButton } from './Button.tsx'
import { dismissToast, useToasts } from './toast.ts'
import './toasts.css'

/** Where toasts appear. Each stays eight seconds; the stylesheet stops its clock while pointer or focus rests on it. */
export function Toasts() {
  const { toasts } = useToasts()
  return (
    <div className="toasts" role="status">
      {toasts.map(({ id, text }) => (
        <div
          key={id}
          className="toast"
          onAnimationEnd={(event) => event.animationName === 'toast-life' && dismissToast(id)}
        >
          <span>{text}</span>
          <IconButton label={words.common.close} onClick={() => dismissToast(id)}>
            <X size={20} aria-hidden="true" />
          </IconButton>
        </div>
      ))}
    </div>
  )
}
