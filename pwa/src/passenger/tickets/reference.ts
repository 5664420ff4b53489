/** A booking reference as people read it: K7P QM4. */
export const referenceText = (reference: string): string => `${reference.slice(0, 3)} ${reference.slice(3)}`
