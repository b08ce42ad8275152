/** End-to-end tests: the built app in real Chromium. The browser is the system's (see src/node/browser.mjs). */
import { defineConfig } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from './src/node/browser.mjs';

const PORT = 4179;

export default defineConfig({
  testDir: 'e2e',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 1,
  retries: 0,
  use: {
    baseURL: `http://localhost:${PORT}/tidepool/`,
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: findBrowser() ?? 'chromium', args: BROWSER_FLAGS },
  },
  webServer: {
    // Built, and served from a sub-path: what people get, not what developers see.
    command: `npx vite build && npx vite preview --port ${PORT} --strictPort --base /tidepool/`,
    url: `http://localhost:${PORT}/tidepool/`,
    timeout: 180_000,
  },
});
