/** Made by the bundler: the modules that the app of a tab asks for, by name. */
declare module 'simulation:shared' {
  export const modules: Readonly<Record<string, object>>
}
