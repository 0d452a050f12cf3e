/** How the console is built: for desktop browsers of the last years, split by page, below /console/. */
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { compress } from './build/compress.ts';
import { tabIcon } from './build/icons.ts';

const SERVER = 'http://127.0.0.1:8080';
const FIRST_VISIT_KIBIBYTES = 500;

export default defineConfig({
  base: '/console/',
  publicDir: false,
  plugins: [vue(), tabIcon(), compress('console.html', FIRST_VISIT_KIBIBYTES)],
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
            { name: 'charts', test: /node_modules\/(echarts|zrender)\// },
            { name: 'element', test: /node_modules\/(element-plus|@element-plus|@vueuse|@floating-ui|@popperjs|dayjs|lodash|async-validator)/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/v1': SERVER, '/media': SERVER } },
});
