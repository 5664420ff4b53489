/** Where fake-indexeddb asks for its turns: whoever runs the world sets `storageTurns.take`. */
export const storageTurns: { take: (run: () => void) => void } = {
  take: () => {
    throw new Error('No world is running')
  },
}

export const queueTask = (run: () => void): void => storageTurns.take(run)
