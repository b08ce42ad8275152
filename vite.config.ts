import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { offline } from './src/node/offline.mjs';

export default defineConfig({
  // Relative, so that the build works from any sub-path of any host.
  base: './',
  plugins: [react(), offline()],
  resolve: {
    alias: {
      // monaco-yaml asks for the path that older versions of monaco-editor had.
      'monaco-editor/esm/vs/editor/editor.worker.js': 'monaco-editor/editor/editor.worker.js',
    },
  },
  // Found only when a container first needs it: too late for the page to be spared a reload.
  optimizeDeps: { include: ['quickjs-emscripten-core', '@jitl/quickjs-singlefile-browser-release-sync'] },
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 4000 },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'lessons/**/*.test.ts'],
    testTimeout: 60_000,
    pool: 'threads',
  },
});
