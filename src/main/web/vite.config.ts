/** How the people's app is built: for old phones, without inlined assets (the server's CSP allows no data: fonts or scripts). */
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { compress } from './build/compress.ts';
import { first, firstParts } from './build/first.ts';
import { icons } from './build/icons.ts';
import { vantInRem } from './build/rem.ts';
import { shell } from './build/shell.ts';

const SERVER = 'http://127.0.0.1:8080';
/** What index.html names is what the feed loads: the router imports the feed page statically. */
const FIRST_VISIT_KIBIBYTES = 200;

export default defineConfig({
  plugins: [vue(), icons(), first(), shell(), compress('index.html', { firstKibibytes: FIRST_VISIT_KIBIBYTES })],
  css: { postcss: { plugins: [vantInRem] } },
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    target: ['chrome70', 'safari12', 'firefox68'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { index: 'index.html', worker: 'src/worker.ts' },
      // a service worker has a fixed address, and serves what lies below it
      output: {
        entryFileNames: (entry) => (entry.name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js'),
        // fewer requests on a slow line
        codeSplitting: { groups: [{ name: 'vue', test: /node_modules\/(@vue|vue|vue-router)\// }, ...firstParts] },
      },
    },
  },
  server: { proxy: { '/v1': SERVER, '/media': SERVER } },
});
