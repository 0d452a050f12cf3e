/** Starts the console: the pages with Element Plus in Chinese. */
import ElementPlus from 'element-plus';
import zhCn from 'element-plus/es/locale/lang/zh-cn';
import 'element-plus/dist/index.css';
import { createApp } from 'vue';
import Console from './Console.vue';
import { router } from './router';
import './console.css';

createApp(Console).use(router).use(ElementPlus, { locale: zhCn }).mount('#console');
