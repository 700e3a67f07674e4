import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// `vite` alone serves the client for development and hands everything else to a running server.
const server = process.env['PUBLIC_URL'] ?? 'http://127.0.0.1:3000'

export default defineConfig({
  root: 'client',
  plugins: [react()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    // A strict content policy allows no data: addresses, so fonts and icons stay files.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 3 },
            {
              name: 'text',
              test: /node_modules[\\/](yjs|lib0|y-[a-z]+|prosemirror-[a-z]+|orderedmap|w3c-keyname)[\\/]/,
              priority: 2,
            },
            { name: 'parts', test: /node_modules[\\/]/, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': server, '/collab': { target: server, ws: true } },
  },
})
