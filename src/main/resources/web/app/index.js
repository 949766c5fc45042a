import './style/base.css';
import './style/layout.css';
import './style/list.css';
import './style/detail.css';
import './style/form.css';
import './view/dashboard.js';
