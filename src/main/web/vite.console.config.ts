/** How the console is built: for desktop browsers of the last years, split by page, below /console/. */
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { compress } from './build/compress.ts';
import { tabIcon } from './build/icons.ts';

const SERVER = 'http://127.0.0.1:8080';
const FIRST_VISIT_KIBIBYTES = 360;
/** The most that any view takes with nothing kept: most of it Element Plus and, for some, ECharts, which all others then share. */
const VIEW_KIBIBYTES = 600;
const VIEW_FILES = 30;

export default defineConfig({
  base: '/console/',
  publicDir: false,
  plugins: [vue(), tabIcon(), compress('console.html', { firstKibibytes: FIRST_VISIT_KIBIBYTES, view: { kibibytes: VIEW_KIBIBYTES, files: VIEW_FILES } })],
  define: { __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    target: ['chrome87', 'safari14', 'firefox78'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // the whole of Element Plus and of ECharts' canvas, each loaded once
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: { console: 'console.html' },
      output: {
        codeSplitting: {
          groups: [
            { name: 'vue', test: /node_modules\/(@vue|vue|vue-router)\// },
            // what many views share, fewer requests; the one component that brings ECharts is not of it
            { name: 'common', test: /\/src\/(base|composables|console\/components\/(?!EChart))/, minShareCount: 3 },
            { name: 'charts', test: /node_modules\/(echarts|zrender)\// },
            { name: 'element', test: /node_modules\/(element-plus|@element-plus|@vueuse|@floating-ui|@popperjs|dayjs|lodash|async-validator)/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/v1': SERVER, '/media': SERVER } },
});
