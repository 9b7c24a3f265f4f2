/* What pages gain from script. Everything works without it: forms submit, the menu opens by its anchor. */
(function () {
  'use strict';

  function each(root, selector, act) { Array.prototype.forEach.call(root.querySelectorAll(selector), act); }

  /* the phone menu */
  function menu() {
    var button = document.querySelector('[data-menu]'), side = document.getElementById('menu');
    if (!button || !side) return;
    function show(open) {
      side.classList.toggle('is-open', open);
      button.setAttribute('aria-expanded', String(open));
      if (open) (side.querySelector('a') || side).focus();
    }
    button.setAttribute('role', 'button');
    button.setAttribute('aria-controls', 'menu');
    show(false);
    button.addEventListener('click', function (event) { event.preventDefault(); show(!side.classList.contains('is-open')); });
    each(side, '[data-menu-close]', function (close) {
      close.addEventListener('click', function () { show(false); button.focus(); });
    });
    side.addEventListener('keydown', function (event) {
      if (event.key === 'Escape' && side.classList.contains('is-open')) { show(false); button.focus(); }
    });
  }

  /* "/" goes to the search field; Escape and a click elsewhere close an open drop-down */
  function keys() {
    document.addEventListener('keydown', function (event) {
      var at = event.target, find = document.getElementById('find');
      if (event.key === '/' && find && !event.ctrlKey && !event.metaKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) {
        event.preventDefault(); find.focus(); find.select();
      }
      if (event.key === 'Escape') {
        each(document, '.dj-drop[open]', function (drop) { drop.open = false; drop.querySelector('summary').focus(); });
      }
    });
    document.addEventListener('click', function (event) {
      each(document, '.dj-drop[open]', function (drop) { if (!drop.contains(event.target)) drop.open = false; });
    });
  }

  /* rows picked for a batch */
  function picks(root) {
    each(root, '[data-batch]', function (bar) {
      var form = bar.getAttribute('data-batch'), says = bar.querySelector('[data-picked]');
      var boxes = document.querySelectorAll('input[type=checkbox][name=id][form="' + form + '"]');
      var all = document.querySelector('[data-pick-all="' + form + '"]');
      function count() {
        var picked = 0;
        Array.prototype.forEach.call(boxes, function (box) {
          if (box.checked) picked += 1;
          var row = box.closest('tr');
          if (row) row.classList.toggle('is-picked', box.checked);
        });
        if (all) { all.checked = picked > 0 && picked === boxes.length; all.indeterminate = picked > 0 && picked < boxes.length; }
        if (says) says.textContent = picked ? '已选' + picked + says.getAttribute('data-noun') : '勾选后可以一起办';
        each(bar, 'button[form]', function (act) { act.setAttribute('aria-disabled', String(Boolean(says) && !picked)); });
      }
      if (all) all.addEventListener('change', function () {
        Array.prototype.forEach.call(boxes, function (box) { box.checked = all.checked; });
        count();
      });
      Array.prototype.forEach.call(boxes, function (box) { box.addEventListener('change', count); });
      each(bar, 'button[form]', function (act) {
        act.addEventListener('click', function (event) { if (act.getAttribute('aria-disabled') === 'true') event.preventDefault(); });
      });
      count();
    });
  }

  /* a form goes out once; its button keeps its words */
  function once() {
    document.addEventListener('submit', function (event) {
      var form = event.target;
      if (form.method !== 'post' || event.defaultPrevented) return;
      if (form.hasAttribute('data-sent')) { event.preventDefault(); return; }
      form.setAttribute('data-sent', '');
      each(form, 'button[type=submit]', function (button) { button.setAttribute('aria-disabled', 'true'); });
    });
    window.addEventListener('pageshow', function () {
      each(document, 'form[data-sent]', function (form) {
        form.removeAttribute('data-sent');
        each(form, 'button[aria-disabled]', function (button) { button.removeAttribute('aria-disabled'); });
      });
    });
  }

  /* a page that answers a submit: the way back to it asks for the form, it does not submit again */
  function answered() {
    if (document.body.hasAttribute('data-answer')) history.replaceState(null, '', location.href);
  }

  /* row height, remembered on this machine */
  function rows() {
    var key = 'dj-rows';
    function kept() { try { return localStorage.getItem(key) || 'normal'; } catch (error) { return 'normal'; } }
    function show(height) {
      each(document, '.dj-table--rows', function (table) { table.classList.toggle('dj-table--tight', height === 'tight'); });
      each(document, '[data-rows]', function (button) { button.setAttribute('aria-pressed', String(button.getAttribute('data-rows') === height)); });
    }
    each(document, '[data-row-height]', function (box) { box.hidden = false; });
    each(document, '[data-rows]', function (button) {
      button.addEventListener('click', function () {
        var height = button.getAttribute('data-rows');
        try { localStorage.setItem(key, height); } catch (error) { /* a locked-down browser: this page only */ }
        show(height);
      });
    });
    show(kept());
  }

  /* a value in the clear goes after its time */
  function hide(root) {
    each(root, '[data-hide-after]', function (shown) {
      var left = Number(shown.getAttribute('data-hide-after')), says = shown.querySelector('[data-left]');
      var clock = setInterval(function () {
        left -= 1;
        if (says) says.textContent = left + '秒后隐藏';
        if (left <= 0) { clearInterval(clock); shown.textContent = shown.getAttribute('data-mask'); }
      }, 1000);
    });
  }

  /* what is typed into a long form is kept while it is typed: a lost connection loses nothing */
  function drafts() {
    each(document, 'form[data-draft]', function (form) {
      var says = form.querySelector('[data-draft-said]'), dirty = false, busy = false;
      function say(words) { if (says) says.textContent = words; }
      function clock() { return new Date().toTimeString().slice(0, 5); }
      function keep() {
        if (!dirty || busy || form.hasAttribute('data-sent')) return;
        var body = new FormData(form);
        body.delete('_key');
        dirty = false; busy = true;
        fetch(location.href, { method: 'POST', body: new URLSearchParams(body), headers: { 'X-Draft': '1' }, credentials: 'same-origin' })
          .then(function (answer) {
            busy = false;
            if (answer.status === 204) say('已暂存 ' + clock()); else { dirty = true; say('暂存没有成功，内容还在这一页'); }
          })
          .catch(function () { busy = false; dirty = true; say('网络不通，内容还在这一页，恢复后自动暂存'); });
      }
      form.addEventListener('input', function () { dirty = true; });
      form.addEventListener('change', function () { dirty = true; });
      form.addEventListener('submit', function (event) {
        if (navigator.onLine === false) { event.preventDefault(); say('网络不通，还没有提交；内容都在这一页，恢复后再提交'); }
      });
      window.addEventListener('online', keep);
      setInterval(keep, 10000);
    });
  }

  function small() {
    each(document, '[data-print]', function (button) {
      button.hidden = false;
      button.addEventListener('click', function () { window.print(); });
    });
    if (document.querySelector('[data-print-now]')) window.addEventListener('load', function () { window.print(); });
    each(document, '[data-focus]', function (box) { box.focus(); });
    each(document, '[data-show-password]', function (button) {
      button.hidden = false;
      button.addEventListener('click', function () {
        var field = document.getElementById(button.getAttribute('data-show-password')), show = field.type === 'password';
        field.type = show ? 'text' : 'password';
        button.textContent = show ? '隐藏密码' : '显示密码';
        button.setAttribute('aria-pressed', String(show));
      });
    });
  }

  /* the wall keeps 16:9: another size is a zoom of the root; only on a phone its parts stand below each other (wall.css) */
  function wall() {
    if (!document.body.hasAttribute('data-wall')) return;
    function fit() {
      var phone = window.matchMedia('(max-width: 760px)').matches;
      document.documentElement.style.zoom = phone ? '' : String(Math.min(window.innerWidth / 1920, window.innerHeight / 1080));
    }
    window.addEventListener('resize', fit);
    fit();
  }

  menu(); keys(); picks(document); drafts(); once(); answered(); rows(); hide(document); small(); wall();
  document.addEventListener('htmx:load', function (event) { picks(event.target); hide(event.target); });
}());
