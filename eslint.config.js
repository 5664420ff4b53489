import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { walls } from './eslint.walls.js'

const typed = [
  '{shared,sync-server,pwa}/src/**/*.{ts,tsx}',
  '{bench,crash,e2e,scripts,simulation}/**/*.ts',
  '*.config.ts',
]

export default tseslint.config(
  {
    ignores: ['**/dist/', '**/node_modules/', 'data/', '.cache/', 'test-results/', 'playwright-report/', 'pwa/public/'],
  },
  { files: ['**/*.{js,mjs}'], rules: { 'no-undef': 'off', 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }] } },
  {
    files: typed,
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: {
        project: ['shared/tsconfig.json', 'sync-server/tsconfig.json', 'pwa/tsconfig.json', 'simulation/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', 400],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.test.{ts,tsx}', '**/testing/**', '{bench,crash,e2e,scripts,simulation}/**'],
    rules: { 'no-console': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['pwa/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  ...walls,
)
