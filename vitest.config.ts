import { defineConfig } from 'vitest/config'
import { mutantPlugin } from './scripts/mutant-plugin.ts'

const mutant = process.env['CHAPEAU_MUTANT']

// Everything under test/ named *.test.ts(x) runs here, on loopback and temporary folders only;
// *.e2e.ts in test/e2e/ belongs to Playwright. A file that needs a DOM opens with `// @vitest-environment happy-dom`.
export default defineConfig({
  plugins: [mutantPlugin(mutant)],
  test: {
    // The cache of transformed modules does not know which defence was switched off.
    fsModuleCache: mutant === undefined,
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
