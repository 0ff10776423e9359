<?php
// Gives the account another role.
require __DIR__ . '/open.php';
get_user_by('login', 'penerbit')->set_role($argv[2]);
