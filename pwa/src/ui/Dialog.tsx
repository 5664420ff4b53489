import { X } from 'lucide-react'
import { useLayoutEffect, useId, useRef, type ReactNode } from 'react'
import { words } from '../words/words.ts'
import { IconButton } from './Button.tsx'
import './dialog.css'

export interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
}

/**
 * The browser's own modal: it keeps the focus, makes the rest inert and closes on Escape. Focus lands on what bears
 * `data-autofocus`, else on the title.
 */
function Modal({ open, onClose, title, children, kind }: DialogProps & { kind: 'sheet' | 'dialog' | 'full' }) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    const dialog = ref.current
    if (!open || !dialog) return
    dialog.showModal()
    const first = dialog.querySelector<HTMLElement>('[data-autofocus]') ?? dialog.querySelector('h2')
    first?.focus()
    // Before it leaves the page: only then does the browser give the focus back to what opened it.
    return () => dialog.close()
  }, [open])
  if (!open) return null
  return (
    <dialog
      ref={ref}
      className={`modal modal-${kind}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      <div className="modal-body">
        <div className="modal-head">
          <h2 id={id} tabIndex={-1}>
            {title}
          </h2>
          <IconButton label={words.common.close} onClick={onClose}>
            <X aria-hidden="true" />
          </IconButton>
        </div>
        {children}
      </div>
    </dialog>
  )
}

/** Comes up from the bottom; for a choice that belongs to the page under it. */
export const Sheet = (props: DialogProps) => <Modal {...props} kind="sheet" />
/** In the middle; for a question that stops the work. */
export const Dialog = (props: DialogProps) => <Modal {...props} kind="dialog" />
/** The whole screen; for a task of its own such as choosing a place. */
export const FullDialog = (props: DialogProps) => <Modal {...props} kind="full" />
