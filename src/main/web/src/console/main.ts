/** Starts the console: the pages with Element Plus in Chinese. */
import ElementPlus from 'element-plus';
import zhCn from 'element-plus/es/locale/lang/zh-cn';
import 'element-plus/dist/index.css';
import { createApp } from 'vue';
import Console from './Console.vue';
import { router } from './router';
import './console.css';

// its options are declared as definitions of props rather than as their values
const options = { locale: zhCn } as never;

createApp(Console).use(router).use(ElementPlus, options).mount('#console');
