/* The tree of Party organizations as ARIA has it: arrows, Home, End, Enter. Without script its folds are links. */
(function () {
  'use strict';
  Array.prototype.forEach.call(document.querySelectorAll('[data-tree]'), grow);

  function grow(tree) {

  function all(root, selector) { return Array.prototype.slice.call(root.querySelectorAll(selector)); }
  function row(item) { return item.closest('li'); }
  function group(item) { return row(item).querySelector(':scope > ul'); }
  function above(item) { var list = row(item).parentElement.closest('li'); return list && list.querySelector('[data-name]'); }
  function shown() { return all(tree, '[data-name]').filter(function (item) { return !item.closest('ul[hidden]'); }); }

  /* the name is the item of the tree; its fold is for the mouse only */
  function dress(root) {
    all(root, 'li').forEach(function (line) {
      if (line.getAttribute('role')) return;
      var item = line.querySelector('[data-name]'), lower = line.querySelector(':scope > ul'), link = line.querySelector('[data-fold]');
      line.setAttribute('role', 'none');
      item.setAttribute('role', 'treeitem');
      item.setAttribute('tabindex', '-1');
      if (!lower) return;
      link.setAttribute('tabindex', '-1');
      link.setAttribute('aria-hidden', 'true');
      lower.setAttribute('role', 'group');
      item.setAttribute('aria-owns', lower.id);
      item.setAttribute('aria-expanded', String(!lower.hidden));
    });
  }

  function open(item, wanted) {
    var lower = group(item);
    if (!lower || lower.hidden !== wanted) return;
    lower.hidden = !wanted;
    item.setAttribute('aria-expanded', String(wanted));
    row(item).querySelector('[data-fold]').classList.toggle('is-shut', !wanted);
    if (wanted && !lower.children.length && window.htmx) window.htmx.trigger(row(item).querySelector('[data-fold]'), 'unfold');
  }

  function go(item) {
    if (!item) return;
    all(tree, '[role=treeitem][tabindex="0"]').forEach(function (other) { other.setAttribute('tabindex', '-1'); });
    item.setAttribute('tabindex', '0');
    item.focus();
  }

  tree.setAttribute('role', 'tree');
  dress(tree);
  var first = tree.querySelector('[data-at] [data-name]') || tree.querySelector('[data-name]');
  if (first) first.setAttribute('tabindex', '0');

  tree.addEventListener('click', function (event) {
    var link = event.target.closest('[data-fold]');
    if (!link) return;
    event.preventDefault();
    var item = row(link).querySelector('[data-name]');
    open(item, group(item).hidden);
    go(item);
  });

  tree.addEventListener('keydown', function (event) {
    var item = event.target.closest('[data-name]');
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    var rows = shown(), at = rows.indexOf(item), lower = group(item), key = event.key;
    if (key === 'ArrowDown') go(rows[at + 1]);
    else if (key === 'ArrowUp') go(rows[at - 1]);
    else if (key === 'Home') go(rows[0]);
    else if (key === 'End') go(rows[rows.length - 1]);
    else if (key === 'ArrowRight' && lower) { if (lower.hidden) open(item, true); else go(lower.querySelector('[data-name]')); }
    else if (key === 'ArrowLeft') { if (lower && !lower.hidden) open(item, false); else go(above(item)); }
    else if (key === ' ' && lower) open(item, lower.hidden);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  document.addEventListener('htmx:afterSwap', function (event) { if (tree.contains(event.target)) dress(event.target); });
  }
}());
