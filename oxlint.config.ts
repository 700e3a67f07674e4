import { defineConfig } from 'oxlint'
import type { OxlintOverride } from 'oxlint'
import { listImportOverrides } from './scripts/restricted-imports.ts'

const CLOCKS = ['Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate']
const OUTSIDE = ['process', 'Buffer', 'console', 'crypto', 'fetch', 'WebSocket', 'XMLHttpRequest']
const BROWSER = ['window', 'document', 'navigator', 'location', 'localStorage', 'sessionStorage', 'indexedDB']
const impureGlobals = [...CLOCKS, ...OUTSIDE, ...BROWSER].map(name => ({
  name,
  message: 'pure code is given what it needs',
}))
const HTML_WRITERS = ['innerHTML', 'outerHTML', 'insertAdjacentHTML']
const htmlWriters = HTML_WRITERS.map(property => ({
  property,
  message: 'what people type is never parsed as HTML',
}))
const randomness = { object: 'Math', property: 'random', message: 'randomness is passed in' }
const borders = listImportOverrides().map(
  ({ files, patterns }): OxlintOverride => ({
    files,
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  }),
)

// Which imports, globals and shapes of code are refused. Of several overrides for one rule the last that matches a
// file replaces the others, which is why the borders come merged.
export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'react', 'jsx-a11y', 'promise', 'vitest'],
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: ['dist', 'test/data'],
  categories: { correctness: 'error' },
  rules: {
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'no-var': 'error',
    'prefer-const': ['error', { destructuring: 'all' }],
    'no-console': 'error',
    'no-restricted-properties': ['error', ...htmlWriters],
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'react/rules-of-hooks': 'error',
    'react/exhaustive-deps': 'error',
    'react/no-danger': 'error',
    'react/react-in-jsx-scope': 'off',
    // A group of controls is no fieldset, and a dialog that opens puts the caret where one types.
    'jsx-a11y/prefer-tag-over-role': 'off',
    'promise/no-callback-in-promise': 'off',
    'jsx-a11y/no-autofocus': 'off',
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'unicorn/prefer-node-protocol': 'error',
    // Fine here: copying before a loop that changes the original, taking a text's code points, laws in helpers,
    // messages for expect().
    'typescript/no-misused-spread': 'off',
    'unicorn/no-useless-spread': 'off',
    'typescript/no-base-to-string': 'off',
    'vitest/no-conditional-expect': 'off',
    'vitest/expect-expect': 'off',
    'vitest/valid-expect': ['error', { maxArgs: 2 }],
    'vitest/no-disabled-tests': 'error',
    'vitest/no-focused-tests': 'error',
  },
  overrides: [
    ...borders,
    {
      files: ['shared/**', 'server/guard/**'],
      rules: {
        'no-restricted-globals': ['error', ...impureGlobals],
        'no-restricted-properties': ['error', ...htmlWriters, randomness],
      },
    },
    {
      files: ['client/editor/**'],
      rules: { 'no-restricted-globals': ['error', { name: 'fetch', message: 'client/editor asks nobody' }] },
    },
    { files: ['*.config.ts'], rules: { 'import/no-default-export': 'off' } },
    { files: ['scripts/**', 'server/cli/**', 'bench/**', 'test/**'], rules: { 'no-console': 'off' } },
    // Playwright's fixtures are handed on by a function named use; a test may read the HTML it looks at.
    {
      files: ['test/**'],
      rules: {
        'typescript/unbound-method': 'off',
        'react/rules-of-hooks': 'off',
        'no-restricted-properties': 'off',
      },
    },
  ],
})
