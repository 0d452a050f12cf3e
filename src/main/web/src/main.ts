/** Starts the app: large print before the first paint, then the pages, then the live line. */
import { createApp } from 'vue';
import App from './App.vue';
import { startLive } from './composables/useLive';
import './composables/useLargePrint';
import { router } from './router';
import './styles.css';

createApp(App).use(router).mount('#app');
startLive();
