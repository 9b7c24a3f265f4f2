/* The tree of Party organizations as ARIA has it: arrows, Home, End, Enter. Without script its folds are links. */
(function () {
  'use strict';
  var tree = document.querySelector('[data-tree]');
  if (!tree) return;

  function all(root, selector) { return Array.prototype.slice.call(root.querySelectorAll(selector)); }
  function group(item) { return item.querySelector(':scope > ul'); }
  function fold(item) { return item.querySelector(':scope > .dj-node > [data-fold]'); }
  function name(item) { return item.querySelector(':scope > .dj-node > [data-name]'); }
  function above(item) { return item.parentElement.closest('[role=treeitem]'); }
  function shown() { return all(tree, '[role=treeitem]').filter(function (item) { return !item.parentElement.closest('ul[hidden]'); }); }

  function dress(root) {
    all(root, 'li').forEach(function (item) {
      if (item.getAttribute('role')) return;
      item.setAttribute('role', 'treeitem');
      item.setAttribute('tabindex', '-1');
      var words = name(item);
      if (words) item.setAttribute('aria-label', item.querySelector('.dj-node').textContent.replace(/\s+/g, ' ').trim());
      all(item.querySelector('.dj-node'), 'a').forEach(function (link) { link.setAttribute('tabindex', '-1'); });
      var lower = group(item);
      if (!lower) return;
      lower.setAttribute('role', 'group');
      item.setAttribute('aria-expanded', String(!lower.hidden));
    });
  }

  function open(item, wanted) {
    var lower = group(item), link = fold(item);
    if (!lower || !link || lower.hidden !== wanted) return;
    lower.hidden = !wanted;
    item.setAttribute('aria-expanded', String(wanted));
    if (wanted && !lower.children.length && window.htmx) window.htmx.trigger(link, 'unfold');
  }

  function go(item) {
    if (!item) return;
    all(tree, '[role=treeitem][tabindex="0"]').forEach(function (other) { other.setAttribute('tabindex', '-1'); });
    item.setAttribute('tabindex', '0');
    item.focus();
  }

  tree.setAttribute('role', 'tree');
  dress(tree);
  var first = tree.querySelector('[data-at]') || tree.querySelector('[role=treeitem]');
  if (first) first.setAttribute('tabindex', '0');

  tree.addEventListener('click', function (event) {
    var link = event.target.closest('[data-fold]');
    if (!link) return;
    event.preventDefault();
    var item = link.closest('[role=treeitem]');
    open(item, group(item).hidden);
    go(item);
  });

  tree.addEventListener('keydown', function (event) {
    var item = event.target.closest('[role=treeitem]');
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    var rows = shown(), at = rows.indexOf(item), lower = group(item), key = event.key;
    if (key === 'ArrowDown') go(rows[at + 1]);
    else if (key === 'ArrowUp') go(rows[at - 1]);
    else if (key === 'Home') go(rows[0]);
    else if (key === 'End') go(rows[rows.length - 1]);
    else if (key === 'ArrowRight' && lower) { if (lower.hidden) open(item, true); else go(lower.querySelector('[role=treeitem]')); }
    else if (key === 'ArrowLeft') { if (lower && !lower.hidden) open(item, false); else go(above(item)); }
    else if (key === 'Enter' && name(item)) name(item).click();
    else if (key === ' ' && lower) open(item, lower.hidden);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  document.addEventListener('htmx:afterSwap', function (event) { if (tree.contains(event.target)) dress(event.target); });
}());
