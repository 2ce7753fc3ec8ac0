import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { firstLoadBudget } from './tooling/budget.ts';

const server = 'http://127.0.0.1:5000';

export default defineConfig({
  plugins: [react(), tailwindcss(), firstLoadBudget(250)],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    // The golden calls are shared with the server's tests.
    fs: { allow: ['.', '../fixtures/calls', '../docs'] },
    proxy: { '/api': { target: server, ws: true } },
  },
  worker: { format: 'es' },
  build: {
    outDir: '../src/salescoach/app/page',
    emptyOutDir: true,
    target: 'es2022',
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}', 'tooling/**/*.test.ts'],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
